#ifndef TE_DETECTION__C99_H
#define TE_DETECTION__C99_H

#include "te_elements.h"
#include "te_functions_f32.h"

/* A candidate: ymin, xmin, ymax, xmax, its best score, and whether it is still one. */
typedef struct {
    float corner[4];
    float score;
    int32_t isActive;
} te_detection_box;

static float te_detection_larger(float a, float b)
{
    return a > b ? a : b;
}

static float te_detection_smaller(float a, float b)
{
    return a < b ? a : b;
}

static int te_detection_best_class(const float *scores, int32_t classes)
{
    int32_t best = 0;
    for (int32_t c = 1; c < classes; c++)
        best = scores[c] > scores[best] ? c : best;
    return best;
}

static int te_detection_decode(te_detection_box *box, const float *code, const float *anchor, const te_detection_params *p)
{
    for (int32_t axis = 0; axis < 2; axis++) {
        const double size = (double)anchor[axis + 2];
        const float center = (float)((double)code[axis] / (double)p->scale[axis] * size + (double)anchor[axis]);
        const float grown = te_exp_f32((float)((double)code[axis + 2] / (double)p->scale[axis + 2]));
        const float half = (float)(0.5 * (double)grown * size);
        box->corner[axis] = center - half;
        box->corner[axis + 2] = center + half;
    }
    return !(box->corner[0] >= box->corner[2] || box->corner[1] >= box->corner[3]);
}

static float te_detection_overlap(const float *a, const float *b)
{
    const float areaA = (a[2] - a[0]) * (a[3] - a[1]), areaB = (b[2] - b[0]) * (b[3] - b[1]);
    const float height = te_detection_smaller(a[2], b[2]) - te_detection_larger(a[0], b[0]);
    const float width = te_detection_smaller(a[3], b[3]) - te_detection_larger(a[1], b[1]);
    if (areaA <= 0.0f || areaB <= 0.0f)
        return 0.0f;
    const float common = te_detection_larger(height, 0.0f) * te_detection_larger(width, 0.0f);
    return common / (areaA + areaB - common);
}

int32_t te_detection__c99(float *out, float *kinds, float *found, float *count, const float *codes, const float *scores,
                          const float *anchors, const te_detection_params *p, void *scratch)
{
    te_detection_box *boxes = (te_detection_box *)scratch;
    const int32_t columns = p->classes + p->background;
    int32_t n = 0;
    for (int32_t i = 0; i < p->boxes; i++) {
        const float *own = scores + i * columns + p->background;
        if (!te_detection_decode(boxes + i, codes + i * p->codeSize, anchors + i * 4, p))
            return 1;
        boxes[i].score = own[te_detection_best_class(own, p->classes)];
        boxes[i].isActive = boxes[i].score >= p->least;
    }
    for (; n < p->detections; n++) {
        int32_t best = -1;
        for (int32_t i = 0; i < p->boxes; i++) {
            if (boxes[i].isActive && (best < 0 || boxes[i].score > boxes[best].score))
                best = i;
        }
        if (best < 0)
            break;
        memcpy(out + 4 * n, boxes[best].corner, 16);
        kinds[n] = (float)te_detection_best_class(scores + best * columns + p->background, p->classes);
        found[n] = boxes[best].score;
        boxes[best].isActive = 0;
        for (int32_t i = 0; i < p->boxes; i++) {
            if (boxes[i].isActive && te_detection_overlap(boxes[best].corner, boxes[i].corner) > p->overlap)
                boxes[i].isActive = 0;
        }
    }
    *count = (float)n;
    for (; n < p->detections; n++) {
        memset(out + 4 * n, 0, 16);
        kinds[n] = 0.0f;
        found[n] = 0.0f;
    }
    return 0;
}

#endif
