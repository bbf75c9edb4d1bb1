import { useRef, useState } from 'preact/hooks';
import { wholePicture, type Box, type QueryPicture } from '../engine/picture.js';

/** The smallest box, as a share of the picture. */
const least = 0.08;
/** What an arrow key moves. */
const step = 0.05;

interface Props {
  picture: QueryPicture;
  box: Box;
  onCrop: (box: Box) => void;
}

/** A picture on which a box is drawn by dragging, or by the arrow keys. */
export function CropBox({ picture, box, onCrop }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Box>();
  const from = useRef<[number, number] | undefined>(undefined);
  const shown = drawn ?? box;
  const [left, top, right, bottom] = shown;
  const isWhole = shown === wholePicture;

  const place = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const { x, y, width, height } = frame.current!.getBoundingClientRect();
    return [clamp((clientX - x) / width), clamp((clientY - y) / height)];
  };
  const boxTo = (event: PointerEvent): Box => {
    const [[x0, y0], [x1, y1]] = [from.current!, place(event)];
    return [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
  };
  const end = (event: PointerEvent): void => {
    if (!from.current) return;
    const [x0, y0, x1, y1] = boxTo(event);
    from.current = undefined;
    setDrawn(undefined);
    // A click is no box: it takes the whole picture again.
    onCrop(x1 - x0 < least || y1 - y0 < least ? wholePicture : [x0, y0, x1, y1]);
  };
  return (
    <div class="frame">
      <div
        ref={frame}
        class="picture"
        role="group"
        tabIndex={0}
        aria-label={`${describe(box)}. Arrow keys move the box, with Shift they change its size, Escape takes the whole picture.`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = place(event);
        }}
        onPointerMove={(event) => from.current && setDrawn(boxTo(event))}
        onPointerUp={end}
        onPointerCancel={() => {
          from.current = undefined;
          setDrawn(undefined);
        }}
        onKeyDown={(event) => {
          const moved = byKey(event, box);
          if (!moved) return;
          event.preventDefault();
          onCrop(moved);
        }}
      >
        <img src={picture.address} alt={`The query: ${picture.name}`} draggable={false} />
        {!isWhole && (
          <div
            class="box"
            style={{
              left: `${left * 100}%`,
              top: `${top * 100}%`,
              width: `${(right - left) * 100}%`,
              height: `${(bottom - top) * 100}%`,
            }}
          />
        )}
      </div>
      {!isWhole && (
        <button type="button" class="whole" onClick={() => onCrop(wholePicture)}>
          Whole picture
        </button>
      )}
    </div>
  );
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

function describe([left, top, right, bottom]: Box): string {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  if (right - left === 1 && bottom - top === 1) return 'The whole picture is searched with';
  return `A box of ${percent(right - left)} by ${percent(bottom - top)} is searched with, ${percent(left)} from the left and ${percent(top)} from the top`;
}

const directions: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};

/** The box that a key makes of another; nothing for keys that mean nothing here. */
function byKey({ key, shiftKey }: KeyboardEvent, box: Box): Box | undefined {
  if (key === 'Escape') return wholePicture;
  const direction = directions[key];
  if (!direction) return undefined;
  const [dx, dy] = direction;
  // The whole picture has no room to move in.
  const [left, top, right, bottom] =
    box === wholePicture && !shiftKey ? ([0.2, 0.2, 0.8, 0.8] as const) : box;
  if (shiftKey) return [left, top, within(right + dx, left + least, 1), within(bottom + dy, top + least, 1)];
  const x = within(left + dx, 0, 1 - (right - left));
  const y = within(top + dy, 0, 1 - (bottom - top));
  return [x, y, x + right - left, y + bottom - top];
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
