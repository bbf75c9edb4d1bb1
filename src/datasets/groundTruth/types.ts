/** Relevance of one query of the revisited Oxford and Paris sets; the lists hold gallery rows, ascending, disjoint. */
export interface RevisitedQuery {
  /** Part of the picture that is the query: left, top, right, bottom in pixels. */
  box: [left: number, top: number, right: number, bottom: number];
  easy: Int32Array;
  hard: Int32Array;
  junk: Int32Array;
}

/** Ground truth of ROxford5k or RParis6k (Radenovic et al. 2018). */
export interface RevisitedGroundTruth {
  kind: 'revisited';
  /** `[N]` names without extension. */
  galleryIds: string[];
  /** `[Q]` names without extension; none is in the gallery. */
  queryIds: string[];
  /** `[Q]` */
  queries: RevisitedQuery[];
}

/** The part of the Google Landmarks v2 test set that a query belongs to; ignored ones have no landmark in the index. */
export type LandmarkUsage = 'public' | 'private' | 'ignored';

/** Ground truth of the retrieval task of Google Landmarks v2 (Weyand et al. 2020). */
export interface GoogleLandmarksGroundTruth {
  kind: 'google-landmarks';
  /** `[N]` */
  galleryIds: string[];
  /** `[Q]` */
  queryIds: string[];
  /** `[Q]` */
  usages: LandmarkUsage[];
  /** `[Q]` gallery rows, ascending; empty for ignored queries. */
  positives: Int32Array[];
}

/** Ground truth by identity: a product, an item of clothing, a species. */
export interface IdentityGroundTruth {
  kind: 'identity';
  /** `[N]` */
  galleryIds: string[];
  /** `[Q]` */
  queryIds: string[];
  /** `[N]` numbers of the identities. */
  galleryIdentities: Int32Array;
  /** `[Q]` numbers of the identities. */
  queryIdentities: Int32Array;
  /** `[Q]`: the gallery row that is the query's own picture and is left out of its ranking, or -1. */
  selfInGallery: Int32Array;
  /** `[Q]` further gallery rows that are left out of a query's ranking, ascending. Default: none. */
  junk?: Int32Array[];
}

/** What a benchmark's owner says is right, one of three kinds. */
export type GroundTruth = RevisitedGroundTruth | GoogleLandmarksGroundTruth | IdentityGroundTruth;

/** A line of In-Shop's `list_eval_partition.txt`. */
export interface InShopPicture {
  /** Path from the folder of pictures, for example `img/WOMEN/Dresses/id_00000002/02_1_front.jpg`. */
  path: string;
  /** For example `id_00000002`. */
  item: string;
  status: 'train' | 'query' | 'gallery';
}

/** A line of Stanford Online Products' `Ebay_train.txt` or `Ebay_test.txt`. */
export interface ProductPicture {
  /** Path from the folder of the data set, for example `bicycle_final/111085122871_0.JPG`. */
  path: string;
  imageId: number;
  classId: number;
  superClassId: number;
}

/** A picture of CUB-200-2011. */
export interface BirdPicture {
  /** Path from the folder `images`. */
  path: string;
  imageId: number;
  /** 1 to 200. */
  classId: number;
  /** For example `001.Black_footed_Albatross`. */
  className: string;
  /** The owners' split for classification. */
  isTraining: boolean;
}
