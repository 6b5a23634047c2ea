//! The program around a list of benchmarks.

/// The entry point of a program. Call data: which benchmark, how many times (two bytes), then the benchmark's own bytes.
/// Returned: the ink of all runs, the reading's own price taken off, and sixteen bytes of result, all numbers
/// little-endian.
#[macro_export]
macro_rules! program {
    ($benchmarks:expr) => {
        #[cfg(target_arch = "wasm32")]
        mod program {
            use core::hint::black_box;

            #[link(wasm_import_module = "vm_hooks")]
            extern "C" {
                fn read_args(to: *mut u8);
                fn write_result(from: *const u8, length: usize);
                fn evm_ink_left() -> u64;
                fn pay_for_memory_grow(pages: u16);
            }

            #[panic_handler]
            fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
                core::arch::wasm32::unreachable()
            }

            /// A page of scenarios and then some.
            const ROOM: usize = 28_000;
            static mut ARGUMENTS: [u8; ROOM] = [0; ROOM];

            /// Ink of the host function that reads the ink left.
            const READING: u64 = 8_400;

            #[no_mangle]
            extern "C" fn user_entrypoint(length: usize) -> usize {
                #[allow(static_mut_refs)] // one call, one thread
                let arguments = unsafe {
                    if length > ROOM {
                        pay_for_memory_grow(0);
                        return 1;
                    }
                    read_args(ARGUMENTS.as_mut_ptr());
                    &ARGUMENTS[..length]
                };
                let [which, low, high, rest @ ..] = arguments else {
                    return 1;
                };
                let Some((_, run)) = $benchmarks.get(usize::from(*which)) else {
                    return 1;
                };
                let times = u16::from_le_bytes([*low, *high]);
                let before = unsafe { evm_ink_left() };
                let result = black_box(run)(black_box(times), black_box(rest));
                let spent = before - unsafe { evm_ink_left() } - READING;
                let mut answer = [0; 24];
                answer[..8].copy_from_slice(&spent.to_le_bytes());
                answer[8..].copy_from_slice(&result.to_le_bytes());
                unsafe { write_result(answer.as_ptr(), answer.len()) };
                0
            }
        }
    };
}
