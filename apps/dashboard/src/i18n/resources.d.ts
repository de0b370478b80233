import 'i18next';
import type common from '../shell/locales/en.json';
import type account from '../modules/account/locales/en.json';
import type arcade from '../modules/arcade/locales/en.json';
import type home from '../modules/home/locales/en.json';
import type library from '../modules/library/locales/en.json';
import type music from '../modules/music/locales/en.json';
import type people from '../modules/people/locales/en.json';
import type servers from '../modules/servers/locales/en.json';
import type setup from '../modules/setup/locales/en.json';
import type system from '../modules/system/locales/en.json';

/** Keys are checked by the compiler: a key that no English file has does not build. A new module adds its line here. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    enableSelector: false;
    resources: {
      common: typeof common;
      account: typeof account;
      arcade: typeof arcade;
      home: typeof home;
      library: typeof library;
      music: typeof music;
      people: typeof people;
      servers: typeof servers;
      setup: typeof setup;
      system: typeof system;
    };
  }
}
