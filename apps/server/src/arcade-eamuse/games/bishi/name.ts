/** Names of The★BishiBashi: one to six full-width characters (bishi spec 7). */
const ALLOWED = /^[＠-Ｚ０-９ぁ-れわをんァ-ロワヲンー　〜・−★！＃＄％＆（）＊＋／＜＝＞？￥]{1,6}$/u;
/** Half-width characters whose full-width twin does not lie at the usual distance. */
const TWINS: Readonly<Record<string, string>> = { ' ': '　', '~': '〜', '-': '−', '\\': '￥' };
const FULL_WIDTH_OFFSET = 0xfee0;

/** What is typed on a keyboard, in the characters of the game; undefined when the game has no such name. */
export function bishiName(typed: string): string | undefined {
  const wide = typed.replaceAll(/[!-~ ]/g, (character) => TWINS[character] ?? String.fromCodePoint(character.charCodeAt(0) + FULL_WIDTH_OFFSET));
  const upper = wide.replaceAll('～', '〜').replaceAll('－', '−').replaceAll(/[ａ-ｚ]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 0x20));
  return ALLOWED.test(upper) ? upper : undefined;
}
