import { Box } from '@mantine/core';
import { useMemo } from 'react';
import { encode } from 'uqr';

/** A QR code drawn here in the page, never by a service elsewhere. Black on white in every theme: cameras want it so. */
export function QrCode({ value, label, size = 200 }: { value: string; label: string; size?: number }) {
  const { path, edge } = useMemo(() => {
    const { data, size: edge } = encode(value, { border: 2 });
    const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { path: dots.join(''), edge };
  }, [value]);
  return (
    <Box bg="#fff" p={8} w={size + 16} style={{ borderRadius: 12 }}>
      <svg width={size} height={size} viewBox={`0 0 ${edge} ${edge}`} role="img" aria-label={label} shapeRendering="crispEdges">
        <path d={path} fill="#000" />
      </svg>
    </Box>
  );
}
