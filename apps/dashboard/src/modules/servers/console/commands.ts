/** Commands of BattlEye's console and of the game, with what they take (arma-servers spec §5.8). */
export const COMMANDS = [
  'players', 'admins', 'bans', 'missions', 'version', 'commands', 'say -1 ', 'kick ', 'ban ', 'addBan ', 'removeBan ', 'loadBans', 'writeBans', 'loadScripts', 'loadEvents', 'MaxPing ', '#init', '#lock', '#unlock', '#mission ', '#missions',
  '#restart', '#reassign', '#monitords ', '#userlist', '#shutdown',
] as const;

/** Known commands that begin like this, the shortest first. */
export function completions(typed: string): string[] {
  const start = typed.toLowerCase();
  if (start === '') return [];
  return COMMANDS.filter((command) => command.toLowerCase().startsWith(start) && command !== typed).sort((a, b) => a.length - b.length);
}

const KEPT = 32;
const keyOf = (serverId: number): string => `rumpus-console-${serverId}`;

/** What was sent to a server from this browser, oldest first. */
export function readHistory(serverId: number): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(serverId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one): one is string => typeof one === 'string').slice(-KEPT) : [];
  } catch {
    return [];
  }
}

/** Remembers a command; one that was sent before moves to the end. Returns the new history. */
export function remember(serverId: number, history: readonly string[], command: string): string[] {
  const next = [...history.filter((one) => one !== command), command].slice(-KEPT);
  try {
    localStorage.setItem(keyOf(serverId), JSON.stringify(next));
  } catch {
    // Storage can be blocked; the history then lasts until the page is closed.
  }
  return next;
}
