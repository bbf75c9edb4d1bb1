import { useEffect, useRef, useState } from 'preact/hooks';
import { snapshot, type QueryPicture } from '../engine/picture.js';

interface Props {
  onPicture: (picture: QueryPicture) => void;
  onClose: () => void;
}

/** What the camera sees, to be taken as the query. */
export function Camera({ onPicture, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState('');
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    dialog.current!.showModal();
    // Browsers have no cameras for pages that come unencrypted from another machine.
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    let isOpen = true;
    let stream: MediaStream | undefined;
    const open = async (): Promise<void> => {
      if (!mediaDevices) throw new Error('the browser gives none to this page');
      stream = await mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (!isOpen) return stop(stream);
      video.current!.srcObject = stream;
      await video.current!.play();
      setReady(true);
    };
    open().catch((error: unknown) =>
      setProblem(`There is no camera: ${error instanceof Error ? error.message : String(error)}.`),
    );
    return () => {
      isOpen = false;
      if (stream) stop(stream);
    };
  }, []);
  const take = async (): Promise<void> => {
    onPicture(await snapshot(video.current!));
    dialog.current!.close();
  };
  return (
    <dialog ref={dialog} class="camera" aria-label="Camera" onClose={onClose}>
      {problem ? <p role="alert">{problem}</p> : <video ref={video} muted playsInline />}
      <div class="sources">
        <button type="button" class="button primary" disabled={!isReady} onClick={() => void take()}>
          Search with this
        </button>
        <button type="button" class="button" onClick={() => dialog.current!.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());
