/// The edge towards kube-apiserver: AdmissionReview in, AdmissionReview out.
@NullMarked
package dev.pullable.admission;

import org.jspecify.annotations.NullMarked;
