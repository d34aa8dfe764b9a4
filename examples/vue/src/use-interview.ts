import { InterviewStore, type Reprise } from "@reprise/client";
import { onScopeDispose, shallowRef } from "vue";

/** An interview that is open as long as the component is. */
export function useInterview(client: Reprise, interview_id: string) {
  const store = new InterviewStore(client, { interview_id });
  const state = shallowRef(store.getState());
  onScopeDispose(
    store.subscribe((next) => {
      state.value = next;
    }),
  );
  return { state, store };
}
