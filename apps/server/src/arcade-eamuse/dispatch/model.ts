/** A model string: `gamecode:dest:spec:rev[:version]` (core spec 2.2). */
export interface Model {
  readonly text: string;
  readonly gamecode: string;
  readonly dest: string;
  readonly spec: string;
  readonly rev: string;
  /** Date code `YYYYMMDDXX`; undefined when the model names none. */
  readonly date: number | undefined;
}

const MODEL = /^([A-Z0-9]{3}):([A-Z0-9]):([A-Z0-9]):([A-Z0-9])(?::(\d{1,12}))?$/i;

/** The parts of a model string, or undefined when it is none. */
export function parseModel(text: string): Model | undefined {
  const match = MODEL.exec(text);
  if (match === null) return undefined;
  const [, gamecode = '', dest = '', spec = '', rev = '', date] = match;
  return { text, gamecode: gamecode.toUpperCase(), dest: dest.toUpperCase(), spec: spec.toUpperCase(), rev: rev.toUpperCase(), date: date === undefined ? undefined : Number(date) };
}
