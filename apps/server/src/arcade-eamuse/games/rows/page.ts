import type { PlayerPage } from '../../dispatch/game.js';
import type { Doc } from '../../store/document.js';
import { columnText, rowType, storedRows, storeRows, withColumn } from './rows.js';

const NAME_COLUMN = 27;
const SHOP_COLUMN = 30;
const AREA_COLUMN = 31;
const UNKNOWN = '未設定';
const NAMELESS = 'なし';

/** Name and home shop of a record store: columns of its main row (bishi spec 7, mga spec 7). */
export function rowPage(mainRow: string, nameRule: string, spelling: (name: string) => string | undefined): PlayerPage {
  const text = (doc: Doc, column: number, fallback: string): string => {
    const row = storedRows(doc).find((stored) => rowType(stored.row) === mainRow);
    return (row === undefined ? undefined : columnText(row.row, column)) || fallback;
  };
  return {
    name: (doc) => text(doc, NAME_COLUMN, NAMELESS),
    nameRule,
    rename(doc, name) {
      const spelled = spelling(name);
      if (spelled === undefined) return false;
      storeRows(doc, storedRows(doc).map(({ row, attachment }) => ({ row: rowType(row) === mainRow ? withColumn(row, NAME_COLUMN, spelled) : row, attachment })));
      return true;
    },
    details: (doc) => ({ shop: text(doc, SHOP_COLUMN, UNKNOWN), shop_area: text(doc, AREA_COLUMN, UNKNOWN) }),
  };
}
