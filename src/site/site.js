/** What is wider than its place and scrolls can be reached by the keyboard. A page is shown only after it has loaded. */
addEventListener('load', () => {
  const sizes = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  for (const part of document.querySelectorAll('.tsd-typography table, pre, .output, figure.shown'))
    sizes.observe(part);
});

/** Turns pictures of figures into the figures themselves once they are in view. Without scripts the pictures stay. */
(() => {
  const figures = document.querySelectorAll('figure[data-figure]');
  if (figures.length === 0) return;
  let library;
  /** What the words of the figures are fitted to, in pixels. */
  const designWidth = 900;
  const leastScale = 0.7;

  function plotly() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = new URL(
        'files/plotly.min.js',
        new URL(document.documentElement.dataset.base, location.href),
      );
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  async function enliven(figure) {
    const picture = figure.querySelector('img');
    const [library, answer] = await Promise.all([plotly(), fetch(figure.dataset.figure)]);
    if (!answer.ok) throw new Error(`${figure.dataset.figure}: ${answer.status}`);
    const { data, layout, frames } = await answer.json();
    const place = document.createElement('div');
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', picture.alt);
    figure.append(place);
    const sized = { ...layout, width: designWidth, height: layout.height ?? 560 };
    const config = { displaylogo: false, displayModeBar: 'hover' };
    await library.newPlot(place, { data, layout: sized, frames, config });
    picture.remove();
    fit(place, sized.height);
    addEventListener('resize', () => fit(place, sized.height));
  }

  /** Scales a drawing to its place, where that is narrower; below `leastScale` the place scrolls. */
  function fit(place, height) {
    const scale = Math.max(leastScale, Math.min(1, place.parentElement.clientWidth / designWidth));
    Object.assign(place.style, {
      width: `${designWidth}px`,
      height: `${height * scale}px`,
      marginRight: `${(scale - 1) * designWidth}px`,
      transform: `scale(${scale})`,
      transformOrigin: 'top left',
    });
  }

  function begin(figure) {
    enliven(figure).catch((error) => console.warn('The figure stays a picture:', error.message ?? error));
  }

  const isNarrow = matchMedia('(max-width: 640px)').matches;
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        begin(target);
      }
    },
    { rootMargin: '200px' },
  );
  for (const figure of figures) {
    if (!isNarrow) seen.observe(figure);
    else {
      // A picture fits a phone; the figure, which does not, comes when it is asked for.
      const button = document.createElement('button');
      button.textContent = 'Show the live figure';
      button.onclick = () => {
        button.remove();
        begin(figure);
      };
      figure.append(button);
    }
  }
})();
