import { useEffect, useState } from 'preact/hooks';

const query = '(max-width: 759px)';

/** Whether the window is too narrow for more than two rankings. */
export function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const change = (): void => setNarrow(list.matches);
    list.addEventListener('change', change);
    return () => list.removeEventListener('change', change);
  }, []);
  return isNarrow;
}
