import { describe, expect, it } from 'vitest';

import { array, bool, element, ip4, Node, node, NodeError, prettyText, s64, str, u8, xmlText } from './index.js';

const sample = (): Node =>
  element('call', element('a', u8('x', 0), str('y', '')), element('a', u8('x', 9)), s64('big', 2n ** 40n), bool('on', true), node('m', 'str', 'v', u8('in', 1)));

describe('a tree', () => {
  it('goes down through the first child of each name', () => {
    expect(sample().intAt('a/x')).toBe(0);
    expect(sample().child('a/z')).toBeUndefined();
    expect(sample().intAt('m/in')).toBe(1);
  });

  it('keeps missing, zero and empty apart', () => {
    expect(sample().childValue('a/y')).toBe('');
    expect(sample().childValue('a/x')).toBe(0);
    expect(sample().childValue('a/none')).toBeUndefined();
    expect(sample().childValue('a')).toBeUndefined();
  });

  it('keeps numbers and truth apart', () => {
    expect(sample().intAt('on')).toBeUndefined();
    expect(sample().boolAt('a/x')).toBeUndefined();
    expect(sample().intAt('big')).toBe(2 ** 40);
    expect(sample().bigintAt('a/x')).toBe(0n);
  });

  it('is equal whatever the order of attributes, not of children', () => {
    const one = element('a').attributes({ x: 1, y: 2 });
    expect(one.equals(element('a').attributes({ y: 2, x: 1 }))).toBe(true);
    expect(element('a', u8('x', 1), u8('y', 2)).equals(element('a', u8('y', 2), u8('x', 1)))).toBe(false);
  });

  it('overwrites an attribute of the same name', () => {
    const one = element('a').setAttribute('x', '1').setAttribute('x', '2');
    expect(xmlText(one)).toBe('<a x="2"/>');
  });

  it('skips optional children that are not wanted', () => {
    expect(element('a', undefined, false, [u8('x', 1)]).children).toHaveLength(1);
  });

  it('reads as indented text', () => {
    expect(prettyText(element('a', u8('x', 1), node('y', 'str', '<', u8('z', 2))))).toBe(
      '<a>\n    <x __type="u8">1</x>\n    <y __type="str">\n        &lt;\n        <z __type="u8">2</z>\n    </y>\n</a>',
    );
  });
});

describe('construction refuses', () => {
  const cases: [string, () => unknown][] = [
    ['a name outside the alphabet', () => element('soap-env')],
    ['an empty name', () => element('')],
    ['a number out of range', () => u8('x', 256)],
    ['a fraction', () => u8('x', 1.5)],
    ['a list for a scalar', () => node('x', 'u8', [1])],
    ['a scalar for an array', () => Node.create('x', 'u8', 1, true)],
    ['a tuple of the wrong length', () => node('x', '4u8', [1, 2, 3])],
    ['half a tuple in an array', () => array('x', '2u8', [1, 2, 3])],
    ['a bool for a number', () => node('x', 'u8', true)],
    ['an address of five parts', () => ip4('x', '1.2.3.4.5')],
    ['a 64-bit number out of range', () => s64('x', 2n ** 63n)],
    ['an array of text', () => array('x', 'str', ['a'])],
    ['text with a zero', () => str('x', 'a\0b')],
  ];
  for (const [what, build] of cases) it(what, () => expect(build).toThrow(NodeError));
});
