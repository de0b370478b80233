import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { wasm, type WasmMemory } from './web-assembly.js';

/** What `wasm/shim.c` exports. Sizes and positions are 64-bit, pointers are offsets into `memory`. */
export interface LibarchiveExports {
  memory: WasmMemory;
  _initialize(): void;
  open_archive(size: bigint): number;
  open_compressed(size: bigint): number;
  close_archive(): void;
  next_entry(): number;
  entry_name(): number;
  entry_type(): number;
  entry_size(): bigint;
  entry_encrypted(): number;
  read_data(): number;
  data(): number;
  error_text(): number;
  format_code(): number;
  has_encrypted_entries(): number;
}

/** Reads bytes of the open file into `into` from `position`; answers how many, negative when that failed. */
export type HostRead = (into: Uint8Array, position: number) => number;

const BAD_DESCRIPTOR = 8;
let compiled: object | undefined;

const compile = (): object => (compiled ??= new wasm.Module(readFileSync(createRequire(import.meta.url).resolve('@rumpus/storage/wasm/libarchive.wasm'))));

/** A fresh libarchive with a memory of its own. It may call nothing of ours but `read`. */
export function instantiateLibarchive(read: HostRead): LibarchiveExports {
  const memory = (): Uint8Array => new Uint8Array(exports.memory.buffer);
  const view = (): DataView => new DataView(exports.memory.buffer);
  const instance = new wasm.Instance(compile(), {
    host: { read: (at: number, size: number, position: bigint) => read(memory().subarray(at, at + size), Number(position)) },
    wasi_snapshot_preview1: {
      environ_get: () => 0,
      environ_sizes_get: (count: number, size: number) => {
        view().setUint32(count, 0, true);
        view().setUint32(size, 0, true);
        return 0;
      },
      fd_close: () => BAD_DESCRIPTOR,
      fd_seek: () => BAD_DESCRIPTOR,
      fd_write: () => BAD_DESCRIPTOR,
      proc_exit: (code: number) => {
        throw new Error(`libarchive gave up (${code})`);
      },
    },
  });
  const exports = instance.exports as unknown as LibarchiveExports;
  exports._initialize();
  return exports;
}
