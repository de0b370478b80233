import './operation/heap.js';
import { compiledCodeFolder, keepCompiledCode } from './operation/compiled-code.js';

keepCompiledCode(compiledCodeFolder);
// Only now, so that all that follows is run from what the last start compiled.
void import('./run.js').then(async ({ run }) => run());
