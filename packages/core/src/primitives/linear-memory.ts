/** A `WebAssembly.Memory`, plain or shared: page-aligned memory that WebAssembly code and views on `buffer` both see. */
export interface LinearMemory {
  /** The memory itself; growing a plain memory replaces it. */
  readonly buffer: ArrayBufferLike;
}

// Declared here because neither the language's library nor node's types declare the engine's WebAssembly.
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => LinearMemory;
};

const pageSize = 65536;

/** A zeroed memory of fixed size that holds at least `bytes` bytes; a `shared` one can be posted to worker threads. */
export function createLinearMemory({ bytes, shared = false }: { readonly bytes: number; readonly shared?: boolean }): LinearMemory {
  const pages = Math.ceil(bytes / pageSize);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
}
