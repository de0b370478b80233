/** A printed number in groups of four, as it stands on the card. */
export const grouped = (number: string): string => number.replaceAll(/[\s-]/g, '').replaceAll(/(.{4})(?=.)/g, '$1 ');

/** Sixteen characters without spaces; letters and digits only. What they mean is the server's business. */
export const isCardText = (text: string): boolean => /^[0-9A-Za-z]{16}$/.test(text.replaceAll(/[\s-]/g, ''));

export const isPin = (text: string): boolean => /^\d{4}$/.test(text);
