import { ArcadeUser, ArcadeCard, ArcadeExtid, ArcadeRefid, ArcadeLink, ArcadeSession, ArcadeBalance } from './entities/people.js';
import { ArcadeProfile, ArcadeAchievement, ArcadeTimedAchievement, ArcadeSeriesAchievement, ArcadePlayerSettings, ArcadePlaySession, ArcadeLobby } from './entities/play.js';
import { ArcadeMusic, ArcadeScore, ArcadeAttempt, ArcadeCatalogItem } from './entities/music.js';
import { ArcadeChange, ArcadeChangeRow } from './entities/changes.js';
import { Arcade, ArcadeMachine, ArcadeGameConfig, ArcadeTimedSetting, ArcadeScheduledWork, ArcadeNews, ArcadeAudit, ArcadeApiClient, ArcadeApiServer, ArcadeNetworkSetting } from './entities/network.js';

/** The tables of the arcade. Documents are text in the codec of `store/document.ts`, which keeps byte strings and 64-bit integers. */
export const arcadeEntities = [
  ArcadeUser, ArcadeCard, ArcadeExtid, ArcadeRefid, ArcadeLink, ArcadeSession, ArcadeBalance,
  ArcadeProfile, ArcadeAchievement, ArcadeTimedAchievement, ArcadeSeriesAchievement, ArcadePlayerSettings, ArcadePlaySession, ArcadeLobby,
  ArcadeMusic, ArcadeScore, ArcadeAttempt, ArcadeCatalogItem,
  Arcade, ArcadeMachine, ArcadeGameConfig, ArcadeTimedSetting, ArcadeScheduledWork, ArcadeNews, ArcadeAudit, ArcadeApiClient, ArcadeApiServer, ArcadeNetworkSetting,
  ArcadeChange, ArcadeChangeRow,
];
