/** One mod of a launcher preset. */
export interface PresetMod {
  name: string;
  /** Null for local mods, which the workshop does not know. */
  workshop_id: string | null;
}

/** A preset of the Arma 3 launcher. */
export interface Preset {
  name: string;
  mods: PresetMod[];
}

const MAX_MODS = 2_000;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

/** Decodes the entities of HTML once, not again in what that gives. */
const decode = (text: string): string => text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
const encode = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`.replace('&#38;', '&amp;').replace('&#60;', '&lt;').replace('&#62;', '&gt;').replace('&#34;', '&quot;'));

/**
 * Reads the HTML file the launcher exports. Only the two cells that count are looked at; scripts and everything else in the
 * file are passed over, never executed and never given out.
 */
export function readPreset(html: string): Preset {
  const name = /<meta\s+name="arma:PresetName"\s+content="([^"]{0,200})"/i.exec(html)?.[1];
  const mods: PresetMod[] = [];
  for (const row of html.split(/<tr\b[^>]*data-type="ModContainer"[^>]*>/i).slice(1, MAX_MODS + 1)) {
    const cells = row.slice(0, 4_000);
    const title = /data-type="DisplayName"[^>]*>([^<]{1,255})</i.exec(cells)?.[1];
    if (title === undefined) continue;
    mods.push({ name: decode(title).trim(), workshop_id: /href="[^"]{0,300}[?&;]id=(\d{6,20})["&]/i.exec(cells)?.[1] ?? null });
  }
  return { name: decode(name ?? ''), mods };
}

const row = ({ name, workshop_id: id }: PresetMod): string => {
  const link = id === null ? `<span class="whups" data-type="Link" data-meta="local:${encode(name)}"></span>` : `<a href="https://steamcommunity.com/sharedfiles/filedetails/?id=${id}" data-type="Link">https://steamcommunity.com/sharedfiles/filedetails/?id=${id}</a>`;
  const from = id === null ? '<span class="from-local">Local</span>' : '<span class="from-steam">Steam</span>';
  return `      <tr data-type="ModContainer">\n        <td data-type="DisplayName">${encode(name)}</td>\n        <td>${from}</td>\n        <td>${link}</td>\n      </tr>`;
};

/** Writes a file the launcher takes by drag and drop. */
export function writePreset({ name, mods }: Preset): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<html>',
    '  <head>',
    '    <meta name="arma:Type" content="preset" />',
    `    <meta name="arma:PresetName" content="${encode(name)}" />`,
    `    <title>Arma 3 - Preset ${encode(name)}</title>`,
    '  </head>',
    '  <body>',
    '    <div class="mod-list">',
    '      <table>',
    ...mods.map(row),
    '      </table>',
    '    </div>',
    '  </body>',
    '</html>',
    '',
  ].join('\n');
}
