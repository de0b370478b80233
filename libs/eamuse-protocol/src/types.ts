/** How one element of a type lies in memory. */
export type ElementKind =
  | 'void' | 's8' | 'u8' | 's16' | 'u16' | 's32' | 'u32' | 's64' | 'u64' | 'f32' | 'f64' | 'bool' | 'ip4' | 'str' | 'bin';

/** One row of the type table (eamuse-protocol spec 4.5). */
export interface ValueType {
  /** The byte on the wire, without the array bit. */
  readonly id: number;
  /** The name of the `__type` attribute we write. */
  readonly name: TypeName;
  readonly element: ElementKind;
  /** Bytes of one element. */
  readonly size: number;
  /** Elements of one value; more than one makes the type a composite, 0 means "as long as it is". */
  readonly count: number;
  /** Bytes of one value: `size * count`. */
  readonly bytes: number;
}

const ROWS = [
  [1, 'void', 'void', 0, 0], [2, 's8', 's8', 1, 1], [3, 'u8', 'u8', 1, 1], [4, 's16', 's16', 2, 1], [5, 'u16', 'u16', 2, 1],
  [6, 's32', 's32', 4, 1], [7, 'u32', 'u32', 4, 1], [8, 's64', 's64', 8, 1], [9, 'u64', 'u64', 8, 1],
  [10, 'bin', 'bin', 1, 0], [11, 'str', 'str', 1, 0], [12, 'ip4', 'ip4', 4, 1], [13, 'time', 'u32', 4, 1],
  [14, 'float', 'f32', 4, 1], [15, 'double', 'f64', 8, 1],
  [16, '2s8', 's8', 1, 2], [17, '2u8', 'u8', 1, 2], [18, '2s16', 's16', 2, 2], [19, '2u16', 'u16', 2, 2],
  [20, '2s32', 's32', 4, 2], [21, '2u32', 'u32', 4, 2], [22, '2s64', 's64', 8, 2], [23, '2u64', 'u64', 8, 2],
  [24, '2f', 'f32', 4, 2], [25, '2d', 'f64', 8, 2],
  [26, '3s8', 's8', 1, 3], [27, '3u8', 'u8', 1, 3], [28, '3s16', 's16', 2, 3], [29, '3u16', 'u16', 2, 3],
  [30, '3s32', 's32', 4, 3], [31, '3u32', 'u32', 4, 3], [32, '3s64', 's64', 8, 3], [33, '3u64', 'u64', 8, 3],
  [34, '3f', 'f32', 4, 3], [35, '3d', 'f64', 8, 3],
  [36, '4s8', 's8', 1, 4], [37, '4u8', 'u8', 1, 4], [38, '4s16', 's16', 2, 4], [39, '4u16', 'u16', 2, 4],
  [40, '4s32', 's32', 4, 4], [41, '4u32', 'u32', 4, 4], [42, '4s64', 's64', 8, 4], [43, '4u64', 'u64', 8, 4],
  [44, '4f', 'f32', 4, 4], [45, '4d', 'f64', 8, 4],
  [48, 'vs8', 's8', 1, 16], [49, 'vu8', 'u8', 1, 16], [50, 'vs16', 's16', 2, 8], [51, 'vu16', 'u16', 2, 8],
  [52, 'bool', 'bool', 1, 1], [53, '2b', 'bool', 1, 2], [54, '3b', 'bool', 1, 3], [55, '4b', 'bool', 1, 4], [56, 'vb', 'bool', 1, 16],
] as const;

/** The names that `__type` may have in what we write. */
export type TypeName = (typeof ROWS)[number][1];

/** Other spellings of the wild (eamuse-protocol spec 4.5), lower case. */
const ALIASES: Readonly<Record<string, TypeName>> = {
  binary: 'bin', string: 'str', f: 'float', d: 'double', b: 'bool', vs64: '2s64', vu64: '2u64', '2float': '2f', '2double': '2d',
  vd: '2d', '3float': '3f', '3double': '3d', vs32: '4s32', vu32: '4u32', '4float': '4f', vf: '4f', '4double': '4d',
};

/** Marks an attribute in the node section; no node has this type. */
export const ATTRIBUTE_ID = 46;
/** Set in the type byte of a node that holds an array. */
export const ARRAY_BIT = 0x40;

const byId: (ValueType | undefined)[] = Array.from({ length: 64 });
const byName = new Map<string, ValueType>();
for (const [id, name, element, size, count] of ROWS) {
  const type: ValueType = { id, name, element, size, count, bytes: size * count };
  byId[id] = type;
  byName.set(name, type);
}
for (const [alias, name] of Object.entries(ALIASES)) {
  const type = byName.get(name);
  if (type !== undefined) byName.set(alias, type);
}

/** The type with this id, if there is one. */
export const typeById = (id: number): ValueType | undefined => byId[id];

/** The type with this name or alias in any case, if there is one. */
export const typeByName = (name: string): ValueType | undefined => byName.get(name) ?? byName.get(name.toLowerCase());

/** The type of a name the compiler has checked. */
export const typeOf = (name: TypeName): ValueType => byName.get(name) as ValueType;

/** All types in the order of their ids. */
export const allTypes = (): readonly ValueType[] => byId.filter((type) => type !== undefined);

/** Lowest and highest value of each integer element. */
export const INTEGER_RANGES: Readonly<Record<string, readonly [number, number]>> = {
  s8: [-0x80, 0x7f], u8: [0, 0xff], s16: [-0x80_00, 0x7f_ff], u16: [0, 0xff_ff],
  s32: [-0x80_00_00_00, 0x7f_ff_ff_ff], u32: [0, 0xff_ff_ff_ff],
};
/** Lowest and highest value of each 64-bit element. */
export const BIG_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  s64: [-(1n << 63n), (1n << 63n) - 1n], u64: [0n, (1n << 64n) - 1n],
};
