import { fields } from '../shared/fields.js';

/** Fields of Lapistoria that travel both ways (pop'n spec 7.4). */
export const CONFIG = fields(
  'mode:u8 chara:s16=-1 music:s16=-1 sheet:u8 category:s8=1 sub_category:s8=-1 chara_category:s8=-1 story_id:s16=-1 course_id:s16=-1 course_folder:s8=-1 story_folder:s8=-1 ' +
  'ms_banner_disp:s8 ms_down_info:s8 ms_side_info:s8 ms_raise_type:s8 ms_rnd_type:s8',
);
export const OPTION = fields(
  'hispeed:s16=10 popkun:u8 hidden:bool hidden_rate:s16=-1 sudden:bool sudden_rate:s16=-1 randmir:s8 gauge_type:s8 ojama_0:u8 ojama_1:u8 forever_0:bool forever_1:bool full_setting:bool',
);
export const INFO = fields('ep:u16 ap:u16');
export const CUSTOMIZE = fields('effect:u16 hukidashi:u16 font:u16 comment_1:u16 comment_2:u16');
export const ACCOUNT = fields('tutorial:s8=-1 read_news:s16');
export const STAGES = ['stage1_score', 'stage2_score', 'stage3_score', 'stage4_score'] as const;
