import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { MUSIC_KEY, putSettings, type Setting, type SettingValue } from '../api.js';
import { changesOf, type Draft } from './changes.js';

/** What a form of settings needs: the draft, the changes in it, saving, and the faults the server found. */
export interface SettingsForm {
  draft: Draft;
  set: (env: string, value: string | boolean) => void;
  changes: Record<string, SettingValue>;
  changed: boolean;
  saving: boolean;
  /** Why the server refused the last try; all settings stayed as they were. */
  fault: string | null;
  save: () => void;
  /** Puts one setting back to what the environment or config.yml says. */
  reset: (env: string) => void;
}

export function useSettingsForm(settings: readonly Setting[], onSaved?: () => void): SettingsForm {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>({});
  const [fault, setFault] = useState<string | null>(null);
  const changes = changesOf(settings, draft);
  const send = useMutation({
    mutationFn: (updates: Record<string, SettingValue>) => putSettings(updates),
    onSuccess: async ({ updatedKeys, requiresRestart }) => {
      setFault(null);
      await client.invalidateQueries({ queryKey: MUSIC_KEY });
      setDraft((old) => Object.fromEntries(Object.entries(old).filter(([env]) => !updatedKeys.includes(env))));
      notifyDone(t(requiresRestart ? 'settings.savedRestart' : 'settings.saved'));
      onSaved?.();
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.status < 500 && error.detail !== '') setFault(error.detail);
      else notifyProblem(error);
    },
  });
  return {
    draft,
    set: (env, value) => setDraft((old) => ({ ...old, [env]: value })),
    changes,
    changed: Object.keys(changes).length > 0,
    saving: send.isPending,
    fault,
    save: () => send.mutate(changes),
    reset: (env) => send.mutate({ [env]: null }),
  };
}
