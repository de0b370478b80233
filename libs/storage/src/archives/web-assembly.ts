/** The part of WebAssembly we use; TypeScript's own library declares it for browsers only. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, (...parameters: never[]) => unknown>>) => { readonly exports: Record<string, unknown> };
  RuntimeError: new (message?: string) => Error;
}

export const wasm: WasmApi = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
