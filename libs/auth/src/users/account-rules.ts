import { invalid } from '@rumpus/errors';

const ascii = /^[\x20-\x7e]*$/;
const romm = /^[A-Za-z0-9_-]+$/;
const emailShape = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*\.[^\s@.]{2,}$/;

/** User names and e-mail addresses are compared in this form; ASCII only, so look-alikes of other alphabets can't exist. */
export const normalName = (name: string): string => name.toLowerCase();

const demandAscii = (field: string, label: string, value: string): void => {
  if (!ascii.test(value)) throw invalid(`${label} must contain only ASCII characters`, field);
};

/** Checks a user name by RomM's rules (library-api spec §4.1) and returns it as stored. */
export const checkUsername = (username: string): string => {
  if (username.trim() === '') throw invalid('Username cannot be empty', 'username');
  demandAscii('username', 'Username', username);
  if (username.length < 3) throw invalid('Username must be at least 3 characters long', 'username');
  if (username.length > 255) throw invalid('Username must be no more than 255 characters long', 'username');
  if (!romm.test(username)) throw invalid('Username can only contain letters, numbers, underscores, and hyphens', 'username');
  return normalName(username);
};

/** Checks a new password by RomM's rules (library-api spec §4.1); `minimum` is 12 for passwords set through the server manager's API. */
export const checkPassword = (password: string, minimum = 6, field = 'password'): string => {
  if (password.trim() === '') throw invalid('Password cannot be empty', field);
  demandAscii(field, 'Password', password);
  if (password.length < minimum) throw invalid(`Password must be at least ${String(minimum)} characters long`, field);
  if (password.length > 255) throw invalid('Password must be no more than 255 characters long', field);
  return password;
};

/** Checks an e-mail address (library-api spec §4.1); an empty one is none. */
export const checkEmail = (email: string): string | null => {
  if (email.trim() === '') return null;
  demandAscii('email', 'Email', email);
  if (email.length > 255 || !emailShape.test(email)) throw invalid('Invalid email format', 'email');
  return normalName(email);
};
