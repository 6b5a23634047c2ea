//! A program that divides by either backend. Input: the function (0 to 3: down, up by this crate's division; down, up by
//! the host's), how often (one byte), and a, b, d as big-endian words. Output: a status (0 result, 1 division by zero,
//! 2 overflow) and the result of the last run.

#[cfg(target_arch = "wasm32")]
mod program {
    use core::hint::black_box;
    use fixed::{host, mul_div_down, mul_div_up, MathError, U256};

    #[link(wasm_import_module = "vm_hooks")]
    extern "C" {
        fn read_args(destination: *mut u8);
        fn write_result(data: *const u8, length: usize);
        fn pay_for_memory_grow(pages: u16);
    }

    const INPUT: usize = 98;

    /// The chain requires the import.
    #[no_mangle]
    extern "C" fn mark_used() {
        unsafe { pay_for_memory_grow(0) };
    }

    #[no_mangle]
    extern "C" fn user_entrypoint(length: usize) -> i32 {
        if length != INPUT {
            return 1;
        }
        let mut input = [0_u8; INPUT];
        // The buffer is as long as the input, checked above.
        unsafe { read_args(input.as_mut_ptr()) };
        let word = |place: usize| U256::from_be_slice(&input[place..place + 32]);
        let (a, b, d) = (word(2), word(34), word(66));
        let mut result = Ok(U256::ZERO);
        for _ in 0..input[1] {
            let (a, b, d) = black_box((a, b, d));
            result = black_box(match input[0] {
                0 => mul_div_down(a, b, d),
                1 => mul_div_up(a, b, d),
                2 => host::mul_div_down(a, b, d),
                _ => host::mul_div_up(a, b, d),
            });
        }
        let (status, value) = match result {
            Ok(value) => (0, value),
            Err(MathError::DivisionByZero) => (1, U256::ZERO),
            Err(_) => (2, U256::ZERO),
        };
        let mut output = [0_u8; 33];
        output[0] = status;
        output[1..].copy_from_slice(&value.to_be_bytes::<32>());
        unsafe { write_result(output.as_ptr(), output.len()) };
        0
    }
}
