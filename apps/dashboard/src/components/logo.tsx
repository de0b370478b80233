/** The die with four eyes: one for each room of the house. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0c7a62" />
      <circle cx="10.5" cy="10.5" r="4" fill="#fff" />
      <circle cx="21.5" cy="10.5" r="4" fill="#ffc24b" />
      <circle cx="10.5" cy="21.5" r="4" fill="#ff8f70" />
      <circle cx="21.5" cy="21.5" r="4" fill="#8fd8ff" />
    </svg>
  );
}
