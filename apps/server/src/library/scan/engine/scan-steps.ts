import { Injectable } from '@nestjs/common';
import { FirmwarePass } from '../firmware/firmware-pass.js';
import { MissingMarker } from '../missing/missing-marker.js';
import { GameScanner } from './game-scanner.js';
import { PlatformDisk } from './platform-disk.js';
import { PlatformRows } from './platform-rows.js';
import { PlatformScanner } from './platform-scanner.js';

/** What carries a scan out, one part each. */
@Injectable()
export class ScanSteps {
  constructor(
    readonly platforms: PlatformRows,
    readonly disk: PlatformDisk,
    readonly scanner: PlatformScanner,
    readonly games: GameScanner,
    readonly firmware: FirmwarePass,
    readonly marker: MissingMarker,
  ) {}
}
