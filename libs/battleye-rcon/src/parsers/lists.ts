import { linesOf } from './lines.js';

/** The mission files a server knows, without the `.pbo` ending. */
export function parseMissions(text: string): string[] {
  return linesOf(text)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Missions on server:?$/i.test(line))
    .map((line) => line.replace(/\.pbo$/i, ''));
}

/** One connected RCon client. */
export interface RconAdmin {
  number: number;
  ip: string;
  port: number;
}

/** Parses the answer to `admins`. */
export function parseAdmins(text: string): RconAdmin[] {
  const admins: RconAdmin[] = [];
  for (const line of linesOf(text)) {
    const match = /^\s*(\d+)\s+(\S+):(\d+)\s*$/.exec(line);
    if (match !== null) admins.push({ number: Number(match[1]), ip: match[2] ?? '', port: Number(match[3]) });
  }
  return admins;
}
