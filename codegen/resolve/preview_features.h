/* preview_features.h - the names of `previewFeatures` and what they switch on here. */
#ifndef SCHEMAGEN_PREVIEW_FEATURES_H
#define SCHEMAGEN_PREVIEW_FEATURES_H

#include "resolver.h"

/* Unknown and retired names are noted as warnings. */
void preview_feature_enable(Resolver *r, const AstExpr *name);

#endif
