/** The lines of a reply, without line ends. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/);
