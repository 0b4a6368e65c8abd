"""A leaf's fingerprint: ORB keypoints and descriptors, and how many of them two leaves share geometrically.

Correlation of the pixels is a trap here, because the line grids of neighbouring pages coincide (NCC up to .94 between
*different* pages of one book); geometrically consistent keypoints separate the two by a factor of twenty.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["MIN_KEYPOINTS", "LeafFeatures", "shared_inliers"]

MIN_KEYPOINTS = 150
"""With fewer, the page is too empty to be told from another."""
WORKING_HEIGHT_PX = 1000
KEYPOINTS = 1000
RATIO = 0.8
"""Lowe's ratio test: the best match must beat the second best by this factor."""
INLIER_PX = 6.0


@dataclass(frozen=True, slots=True)
class LeafFeatures:
    """``points``: float32 (n, 2), pixels of a copy about 1000 px high; ``descriptors``: uint8 (n, 32)."""

    points: NDArray[np.float32]
    descriptors: NDArray[np.uint8]

    @classmethod
    def of(cls, gray: NDArray[np.uint8]) -> LeafFeatures:
        """Features of a uint8 grey image (h, w) of any size."""
        scale = WORKING_HEIGHT_PX / max(gray.shape)
        if scale < 1:
            gray = np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        keypoints, descriptors = cv2.ORB.create(nfeatures=KEYPOINTS).detectAndCompute(gray, None)
        if not keypoints:
            return cls(np.empty((0, 2), np.float32), np.empty((0, 32), np.uint8))
        return cls(np.array([k.pt for k in keypoints], np.float32), np.asarray(descriptors, np.uint8))

    @property
    def can_be_told(self) -> bool:
        """Whether there is enough on the page to recognise it."""
        return len(self.points) >= MIN_KEYPOINTS


def shared_inliers(one: LeafFeatures, other: LeafFeatures) -> int:
    """Keypoint pairs that agree on one similarity transform (RANSAC): the same page ≥ 270, another page ≤ 15."""
    if len(one.points) < 2 or len(other.points) < 2:
        return 0
    matches = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(one.descriptors, other.descriptors, k=2)
    good = [pair[0] for pair in matches if len(pair) == 2 and pair[0].distance < RATIO * pair[1].distance]
    if len(good) < 3:
        return 0
    source = np.array([one.points[m.queryIdx] for m in good])
    target = np.array([other.points[m.trainIdx] for m in good])
    _, inliers = cv2.estimateAffinePartial2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=INLIER_PX)
    return int(np.count_nonzero(inliers))  # no model found is no inliers
