/** What is embedded once, and again whenever the gallery model changes. */
export interface EmbeddingDemand {
  pictures: number;
  dimension: number;
  /** Of one graphics card, with the gallery model. */
  picturesPerSecond: number;
  cards: number;
  pricePerCardHour: number;
}

/** What it takes to embed a gallery. */
export interface EmbeddingPlan {
  hours: number;
  price: number;
  /** Bytes of the new vectors as float32, which lie beside the old ones until the search is switched. */
  bytes: number;
}

/** Hours and price of embedding a gallery on cards that work side by side, each on shards of its own. */
export function planEmbedding(demand: EmbeddingDemand): EmbeddingPlan {
  const { pictures, dimension, picturesPerSecond, cards, pricePerCardHour } = demand;
  const cardHours = pictures / picturesPerSecond / 3600;
  return { hours: cardHours / cards, price: cardHours * pricePerCardHour, bytes: pictures * dimension * 4 };
}
