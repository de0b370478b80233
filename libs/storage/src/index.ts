export { parseRange, type ByteRange } from './http/range.js';
export { contentDisposition, percentEncode, percentEncodePath } from './http/content-disposition.js';
export { sendFile, type SendFileOptions } from './http/send-file.js';
export { ZipLayout, type ZipEntry } from './zip/layout.js';
export { sendZip, writeZipPart } from './zip/send-zip.js';
export { bytesFromName, fsPath, isRawName, nameFromBytes } from './paths/raw-names.js';
export { SafeRoot, type SafeRootOptions } from './paths/safe-root.js';
export { TEMPORARY_PREFIX, writeAtomic, type WriteAtomicOptions } from './paths/write-atomic.js';
