import { benchServer } from './server.mjs';
console.log(JSON.stringify(await benchServer(process.argv.slice(2))));
