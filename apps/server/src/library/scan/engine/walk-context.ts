import type { Config, RommFileConfig } from '@rumpus/config';
import type { WalkContext } from '../walk/walker.js';

/** What the walk needs, from the configuration as it is now. */
export function walkContext({ library }: Config, { excluded }: RommFileConfig): WalkContext {
  return {
    root: library.path,
    linksAnywhere: library.linksAnywhere,
    exclusions: {
      platforms: excluded.EXCLUDED_PLATFORMS,
      singleFileExtensions: excluded.EXCLUDED_SINGLE_EXT,
      singleFileNames: excluded.EXCLUDED_SINGLE_FILES,
      multiFileNames: excluded.EXCLUDED_MULTI_FILES,
      partExtensions: excluded.EXCLUDED_MULTI_PARTS_EXT,
      partNames: excluded.EXCLUDED_MULTI_PARTS_FILES,
    },
  };
}
