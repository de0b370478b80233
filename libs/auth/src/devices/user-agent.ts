/** Browsers in the order in which their marks must be looked for: the later ones stand in the earlier ones' strings too. */
const browsers: readonly (readonly [string, RegExp])[] = [
  ['Edge', /\bEdgA?\/(\d+)/u],
  ['Opera', /\bOPR\/(\d+)/u],
  ['Vivaldi', /\bVivaldi\/(\d+)/u],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/u],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/u],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/u],
  ['Safari', /\bVersion\/(\d+)[^ ]* .*Safari\//u],
];

const systems: readonly (readonly [string, RegExp])[] = [
  ['Android', /Android/u],
  ['iOS', /iPhone|iPad|iPod/u],
  ['Windows', /Windows/u],
  ['Chrome OS', /CrOS/u],
  ['macOS', /Macintosh|Mac OS X/u],
  ['Linux', /Linux|X11/u],
];

/** A readable name such as `Chrome on Windows` and the browser's major version. */
export const browserOf = (userAgent: string): { name: string; version: string | null } => {
  const system = systems.find(([, mark]) => mark.test(userAgent))?.[0];
  for (const [browser, mark] of browsers) {
    const version = mark.exec(userAgent)?.[1];
    if (version !== undefined) return { name: system === undefined ? browser : `${browser} on ${system}`, version };
  }
  return { name: system === undefined ? 'Web browser' : `Web browser on ${system}`, version: null };
};
