import { expect, it } from 'vitest';
import { workshopId } from './workshop-id.js';

it.each([
  ['450814997', '450814997'],
  [' https://steamcommunity.com/sharedfiles/filedetails/?id=450814997 ', '450814997'],
  ['https://steamcommunity.com/workshop/filedetails/?searchtext=cba&id=463939057', '463939057'],
  ['12', null],
  ['@cba_a3', null],
  ['', null],
])('%j is the workshop item %j', (text, id) => {
  expect(workshopId(text)).toBe(id);
});
