import './operation/heap.js';
import { compiledCodeFolder, keepCompiledCode } from './operation/compiled-code.js';

keepCompiledCode(compiledCodeFolder);
void import('./cli/run.js').then(async ({ run }) => run(process.argv.slice(2)));
