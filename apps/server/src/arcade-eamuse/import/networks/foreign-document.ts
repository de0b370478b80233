/** Integers of this many digits may be too large for a JavaScript number. */
const LARGE = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * A document of another server as ours keeps it. Byte strings are tagged in the same way (core spec 9.1); integers beyond 2^53, which JSON
 * would round, get our tag.
 * @returns undefined for text that is no JSON object
 */
export function foreignDocument(text: unknown): string | undefined {
  if (text === null || text === undefined || text === '') return '{}';
  if (typeof text !== 'string') return undefined;
  const tagged = text.replaceAll(LARGE, (found) => (found.startsWith('"') || Number.isSafeInteger(Number(found)) ? found : `["__bigint__","${found}"]`));
  try {
    const value: unknown = JSON.parse(tagged);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : undefined;
  } catch {
    return undefined;
  }
}
