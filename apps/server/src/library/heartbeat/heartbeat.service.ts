import { ClaimService } from '@rumpus/auth';
import { CONFIG, type Config } from '@rumpus/config';
import { Inject, Injectable } from '@nestjs/common';
import { LibraryLayout } from '../layout/library-layout.js';
import type { Heartbeat } from './heartbeat.dto.js';
import { MetadataSources, type SourceName } from './metadata-sources.js';

/** The generation of RomM's API that this server speaks; companion apps compare it to switch features (library-api spec §15.1). */
export const API_VERSION = '5.0.0';

/** Sources that fetch artwork or match names only don't make a library "have metadata". */
const COUNTED: readonly SourceName[] = ['igdb', 'ss', 'moby', 'ra', 'launchbox', 'hasheous', 'tgdb', 'flashpoint', 'hltb', 'libretro'];

/** What the frontend must know before anybody signs in. */
@Injectable()
export class HeartbeatService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly claim: ClaimService,
    private readonly layout: LibraryLayout,
    private readonly sources: MetadataSources,
  ) {}

  async read(): Promise<Heartbeat> {
    const { library, auth, oidc } = this.config;
    return {
      SYSTEM: { VERSION: API_VERSION, SHOW_SETUP_WIZARD: !library.disableSetupWizard && (await this.claim.open()) },
      METADATA_SOURCES: this.#sources(),
      FILESYSTEM: { FS_PLATFORMS: await this.layout.platformFolders() },
      EMULATION: { DISABLE_EMULATOR_JS: library.disableEmulatorJs, DISABLE_RUFFLE_RS: library.disableRuffle },
      FRONTEND: { DISABLE_USERPASS_LOGIN: auth.disablePasswordLogin, DISABLE_LOGS_VIEWER: library.disableLogsViewer, YOUTUBE_BASE_URL: library.youtubeBaseUrl },
      OIDC: { ENABLED: oidc.enabled, AUTOLOGIN: oidc.autologin, PROVIDER: oidc.provider ?? '', RP_INITIATED_LOGOUT: oidc.rpInitiatedLogout },
      TASKS: this.#tasks(),
    };
  }

  /** @throws DomainError `invalid` for a name that is no source */
  async sourceReachable(name: string): Promise<boolean> {
    return this.sources.reachable(name);
  }

  #sources(): Heartbeat['METADATA_SOURCES'] {
    const on = (name: SourceName): boolean => this.sources.enabled(name);
    const { screenscraperDevId, screenscraperDevPassword } = this.config.metadata;
    return {
      ANY_SOURCE_ENABLED: COUNTED.some(on),
      IGDB_API_ENABLED: on('igdb'),
      SS_API_ENABLED: on('ss'),
      SS_DEV_CREDENTIALS_SET: Boolean(screenscraperDevId && screenscraperDevPassword),
      MOBY_API_ENABLED: on('moby'),
      STEAMGRIDDB_API_ENABLED: on('sgdb'),
      RA_API_ENABLED: on('ra'),
      LAUNCHBOX_API_ENABLED: on('launchbox'),
      HASHEOUS_API_ENABLED: on('hasheous'),
      PLAYMATCH_API_ENABLED: on('playmatch'),
      TGDB_API_ENABLED: on('tgdb'),
      FLASHPOINT_API_ENABLED: on('flashpoint'),
      HLTB_API_ENABLED: on('hltb'),
      LIBRETRO_API_ENABLED: on('libretro'),
    };
  }

  #tasks(): Heartbeat['TASKS'] {
    const { tasks } = this.config;
    return {
      ENABLE_SCHEDULED_RESCAN: tasks.rescan,
      SCHEDULED_RESCAN_CRON: tasks.rescanCron,
      ENABLE_SCHEDULED_UPDATE_SWITCH_TITLEDB: tasks.switchTitledb,
      SCHEDULED_UPDATE_SWITCH_TITLEDB_CRON: tasks.switchTitledbCron,
      ENABLE_SCHEDULED_UPDATE_LAUNCHBOX_METADATA: tasks.launchboxMetadata,
      SCHEDULED_UPDATE_LAUNCHBOX_METADATA_CRON: tasks.launchboxMetadataCron,
      ENABLE_SCHEDULED_CONVERT_IMAGES_TO_WEBP: tasks.convertImages,
      SCHEDULED_CONVERT_IMAGES_TO_WEBP_CRON: tasks.convertImagesCron,
    };
  }
}
