import { fields } from '../shared/fields.js';

/** Fields of usaneko and its successors that travel both ways (pop'n spec 9.4, 9.7). */
export const ACCOUNT_LEAD = fields(
  'area_id:s16 use_navi:s16 read_news:s16 nice:s16[30]=-1 favorite_chara:s16[20]=-1 special_area:s16[8]=-1 chocolate_charalist:s16[5]=-1 chocolate_sp_chara:s32=-1 ' +
  'chocolate_pass_cnt:s32 chocolate_hon_cnt:s32',
);
/** Kept, never sent back. */
export const ACCOUNT_KEPT = fields('chocolate_giri_cnt:s32 chocolate_kokyu_cnt:s32');
export const ACCOUNT_TEACHER = fields('teacher_setting:s16[10]=-1');
export const ACCOUNT_POINTS = fields(
  'ranking_node:s32 chara_ranking_kind_id:s32 navi_evolution_flg:s8 ranking_news_last_no:s32 power_point:s32 player_point:s32=300 power_point_list:s32[20]=-1',
);
export const TUTORIAL = fields('tutorial:s16');
export const INFO = fields('ep:u16');
export const CONFIG = fields(
  'mode:u8 chara:s16=-1 music:s16=-1 sheet:u8 category:s8=-1 sub_category:s8=-1 chara_category:s8=-1 course_id:s16=-1 course_folder:s8=-1 ' +
  'ms_banner_disp:s8=-1 ms_down_info:s8=-1 ms_side_info:s8=-1 ms_raise_type:s8=-1 ms_rnd_type:s8=-1 banner_sort:s8=-1',
);
export const OPTION = fields(
  'hispeed:s16 popkun:u8 hidden:bool hidden_rate:s16 sudden:bool sudden_rate:s16 randmir:s8 gauge_type:s8 ojama_0:u8 ojama_1:u8 forever_0:bool forever_1:bool full_setting:bool judge:u8 guide_se:s8',
);
export const CUSTOMIZE = fields('effect_left:u16 effect_center:u16 effect_right:u16 hukidashi:u16 comment_1:u16 comment_2:u16');
export const STAMP = fields('stamp_id:s16 cnt:s16<stamp_cnt');
