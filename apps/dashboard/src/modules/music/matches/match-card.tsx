import { Badge, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowRight, IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { MATCHES_KEY, type Match } from '../api.js';
import { useMayWrite } from '../parts/music-page.js';
import { SourceBadge } from '../parts/source.js';

/** A song, what it was taken for, and the candidates with the reasons for and against them. */
export function MatchCard({ match }: { match: Match }) {
  const { t } = useTranslation('music');
  const mayWrite = useMayWrite();
  const client = useQueryClient();
  const again = { onSettled: () => client.invalidateQueries({ queryKey: MATCHES_KEY }), onError: notifyProblem };
  const title = useId();
  const decide = useMutation({
    mutationFn: (targetId: string | null) => body(api.POST('/api/admin/mappings', { body: { id: `ext-${match.provider}-song-${match.externalId}`, targetProvider: match.targetProvider, targetId } })),
    onSuccess: () => notifyDone(t('matches.decided')),
    ...again,
  });
  const forget = useMutation({ mutationFn: () => body(api.DELETE('/api/admin/mappings/{id}', { params: { path: { id: match.id } } })), ...again });
  return (
    <Box className="panel" p="md" component="article" aria-labelledby={title}>
      <Group justify="space-between" align="flex-start" gap="md">
        <Box miw={0} flex="1 1 240px">
          <Text fw={600} id={title} translate="no" style={{ overflowWrap: 'anywhere' }}>
            {match.title}
          </Text>
          <Text size="sm" c="dimmed" translate="no">
            {match.artist}
          </Text>
          <Group gap={6} mt={6}>
            <SourceBadge source={match.provider} />
            <IconArrowRight size={16} aria-label={t('matches.to')} role="img" />
            <SourceBadge source={match.targetProvider} />
            <Text size="xs" c="dimmed">
              <When at={match.updatedAt} relative />
            </Text>
          </Group>
        </Box>
        <Badge variant="light" tt="none" color={match.state === 'review' ? 'amber' : 'felt'}>
          {t(`matches.state.${match.state}`)}
        </Badge>
      </Group>
      {match.targetId !== null && (
        <Text size="sm" mt="sm">
          {t('matches.taken')} <span className="mono" translate="no">{match.targetId}</span>
        </Text>
      )}
      {match.candidates.length > 0 && (
        <Stack gap={0} mt="sm">
          {match.candidates.map((candidate) => (
            <Candidate key={candidate.id} candidate={candidate} chosen={candidate.id === match.targetId} busy={decide.isPending} onChoose={mayWrite ? () => decide.mutate(candidate.id) : null} />
          ))}
        </Stack>
      )}
      {mayWrite && <Decision match={match} busy={decide.isPending || forget.isPending} onDecide={decide.mutate} onForget={() => forget.mutate()} />}
    </Box>
  );
}

interface CandidateProps {
  candidate: Match['candidates'][number];
  chosen: boolean;
  busy: boolean;
  /** Null for somebody who may only look. */
  onChoose: (() => void) | null;
}

function Candidate({ candidate, chosen, busy, onChoose }: CandidateProps) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const { title, artist, album, duration, score, reasons } = candidate;
  return (
    <Group gap="md" py="sm" wrap="nowrap" align="flex-start" style={{ borderTop: '1px solid var(--rumpus-border)' }}>
      <Badge variant="default" tt="none" miw={52} mt={2} style={{ flex: 'none' }} aria-label={t('matches.score', { score: Math.round(score) })}>
        {Math.round(score)}
      </Badge>
      <Box flex={1} miw={0}>
        <Text size="sm" fw={600} translate="no">
          {title}
        </Text>
        <Text size="sm" c="dimmed" translate="no">
          {[artist, album, duration === undefined ? undefined : format.duration(duration)].filter(Boolean).join(' · ')}
        </Text>
        {reasons.length > 0 && (
          <Text size="xs" c="dimmed" translate="no">
            {reasons.join(' · ')}
          </Text>
        )}
      </Box>
      {chosen ? (
        <Badge color="felt" variant="light" tt="none" leftSection={<IconCheck size={14} aria-hidden />} style={{ flex: 'none' }}>
          {t('matches.chosen')}
        </Badge>
      ) : (
        onChoose !== null && (
          <Button size="compact-sm" variant="default" disabled={busy} onClick={onChoose} style={{ flex: 'none' }} aria-label={t('matches.chooseNamed', { title })}>
            {t('matches.choose')}
          </Button>
        )
      )}
    </Group>
  );
}

interface DecisionProps {
  match: Match;
  busy: boolean;
  onDecide: (targetId: string | null) => void;
  onForget: () => void;
}

function Decision({ match, busy, onDecide, onForget }: DecisionProps) {
  const { t } = useTranslation('music');
  const [id, setId] = useState('');
  return (
    <Group gap="xs" mt="md" align="flex-end">
      <form
        style={{ display: 'contents' }}
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() !== '') onDecide(id.trim());
        }}
      >
        <TextInput size="xs" flex="1 1 180px" maw={320} label={t('matches.byId')} value={id} onChange={(event) => setId(event.currentTarget.value)} autoComplete="off" spellCheck={false} />
        <Button size="xs" variant="default" type="submit" disabled={busy || id.trim() === ''}>
          {t('matches.set')}
        </Button>
      </form>
      <Button size="xs" variant="default" disabled={busy || match.state === 'none'} onClick={() => onDecide(null)}>
        {t('matches.nothing')}
      </Button>
      <Button size="xs" variant="subtle" disabled={busy} onClick={onForget}>
        {t('matches.forget')}
      </Button>
    </Group>
  );
}
