// `npm run build`: server, libs and dashboard, always.
import { build, requireNode } from './lib/steps.mjs';

requireNode();
build();
