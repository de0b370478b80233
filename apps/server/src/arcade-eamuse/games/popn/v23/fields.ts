import { fields } from '../shared/fields.js';

/** Fields of éclale that travel both ways (pop'n spec 8.4). */
export const ACCOUNT_FIRST = fields('tutorial:s8 area_id:s16 lumina:s16=300 read_news:s16');
export const ACCOUNT_LISTS = fields('medal_set:s16[4] nice:s16[30]=-1 favorite_chara:s16[20]=-1 special_area:s16[8] chocolate_charalist:s16[5]=-1 teacher_setting:s16[10]');
export const INFO = fields('ep:u16');
export const CONFIG = fields(
  'mode:u8 chara:s16=-1 music:s16=-1 sheet:u8 category:s8=-1 sub_category:s8=-1 chara_category:s8=-1 course_id:s16=-1 course_folder:s8=-1 ' +
  'ms_banner_disp:s8 ms_down_info:s8 ms_side_info:s8 ms_raise_type:s8 ms_rnd_type:s8',
);
export const OPTION = fields(
  'hispeed:s16 popkun:u8 hidden:bool hidden_rate:s16 sudden:bool sudden_rate:s16 randmir:s8 gauge_type:s8 ojama_0:u8 ojama_1:u8 forever_0:bool forever_1:bool full_setting:bool judge:u8',
);
export const CUSTOMIZE = fields('effect_left:u16 effect_center:u16 effect_right:u16 hukidashi:u16 comment_1:u16 comment_2:u16');
export const EVENT = fields('enemy_medal:s16<event_enemy_medal hp:s16<event_hp');
export const STAMP = fields('stamp_id:s16 cnt:s16<stamp_cnt');
