/** Regions as stored: 1 to 47 prefectures, 48 to 56 countries, 1000 Europe, 2000 other (core spec 3.7, 3.8). */
export const EUROPE = 1000;
export const OTHER = 2000;
const USA = 56;

const COUNTRIES: Readonly<Record<number, string>> = { 48: 'HK', 49: 'KR', 50: 'TW', 51: 'TH', 52: 'ID', 53: 'SG', 54: 'PH', 55: 'MO', 56: 'US', [EUROPE]: 'GB' };
/** Every country a machine id may begin with. */
const ID_COUNTRIES = new Set(['JP', 'IT', 'ES', 'FR', 'PT', 'XX', ...Object.values(COUNTRIES)]);

const isPrefecture = (region: number): boolean => Number.isInteger(region) && region >= 1 && region <= 47;

/** Whether a region may be stored. */
export const isRegion = (region: number): boolean => isPrefecture(region) || COUNTRIES[region] !== undefined || region === OTHER;

export const countryOf = (region: number): string => (isPrefecture(region) ? 'JP' : (COUNTRIES[region] ?? 'XX'));

/** `JP-13` for a prefecture, else empty. */
export const regionText = (region: number): string => (isPrefecture(region) ? `JP-${region}` : '');

/** A machine id as games show it, e.g. `US-6`. */
export const machineText = (region: number, machineId: number): string => `${countryOf(region)}-${machineId}`;

/** The number in a text of that form, or undefined. */
export function parseMachineText(text: string | undefined): number | undefined {
  const match = /^([A-Z]{2})-(\d{1,9})$/.exec(text ?? '');
  return match !== null && ID_COUNTRIES.has(match[1] ?? '') ? Number(match[2]) : undefined;
}

/** A stored region as the number a game knows; newer games have the longer table. */
export function gameRegion(region: number, extended: boolean): number {
  if (extended) return region === EUROPE || region === OTHER ? 57 : region;
  if (region <= 50) return region;
  if (region === USA) return 51;
  return region === EUROPE ? 52 : 53;
}
