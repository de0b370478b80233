import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { Problem } from '../../../components/states.js';
import { notifyDone } from '../../../shell/notify.js';
import { ARCADE, type Profile } from '../api.js';

/** Changes the name in one version of a game; the game's own rule is said before and enforced by the server. */
export function NameModal({ profile, rule, onClose }: { profile: Profile | null; rule: string | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  return (
    <Modal opened={profile !== null} onClose={onClose} title={t('name.title')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      {profile !== null && <Form key={`${profile.series}${profile.version}`} profile={profile} rule={rule ?? ''} onClose={onClose} />}
    </Modal>
  );
}

const RULES = ['bishi', 'mga', 'museca', 'pnm'] as const;
/** What games show for a player without a name. */
const NAMELESS = ['なし', 'NONAME'];

function Form({ profile, rule, onClose }: { profile: Profile; rule: string; onClose: () => void }) {
  const { t } = useTranslation('arcade');
  const client = useQueryClient();
  const [name, setName] = useState(NAMELESS.includes(profile.name) ? '' : profile.name);
  const known = RULES.find((one) => one === profile.series);
  const rename = useMutation({
    mutationFn: () => body(api.PUT('/api/arcade/series/{series}/versions/{version}/name', { params: { path: { series: profile.series, version: profile.version } }, body: { name } })),
    onSuccess: async (answer) => {
      notifyDone(t('name.done', { name: answer.name }));
      onClose();
      await client.invalidateQueries({ queryKey: ARCADE });
    },
  });
  const refused = rename.error instanceof ApiProblem && rename.error.status === 400;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {rename.isError && !refused && <Problem error={rename.error} compact />}
        <TextInput
          data-autofocus
          label={<span translate="no">{profile.game}</span>}
          description={known === undefined ? <span translate="no">{rule}</span> : t(`name.rule.${known}`)}
          error={refused ? t('name.refused') : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={32}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            rename.reset();
          }}
        />
        <Button type="submit" loading={rename.isPending} disabled={name === '' || name === profile.name}>
          {t('name.save')}
        </Button>
      </Stack>
    </form>
  );
}
