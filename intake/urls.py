from django.urls import path

from intake.views import enquiries, queue

app_name = "intake"
urlpatterns = [
    path("", enquiries.enquiries, name="enquiries"),
    path("new/", enquiries.enquiry, name="enquiry"),
    path("new/questions/", enquiries.questions, name="questions"),
    path("<int:pk>/", enquiries.detail, name="detail"),
    path("<int:pk>/check/", enquiries.ask, name="ask"),
    path("<int:pk>/close/", enquiries.close, name="close"),
    path("<int:pk>/answered/", queue.answered, name="answered"),
    path("<int:pk>/ask-more/", queue.ask_more, name="ask_more"),
    path("<int:pk>/confirm/<slug:kind>/", queue.confirm, name="confirm"),
    path("<int:pk>/holding-call/", queue.holding_call, name="holding_call"),
    path("<int:pk>/answers/", queue.answer, name="answer"),
    path("<int:pk>/decline/", queue.decline, name="decline"),
    path("<int:pk>/letter/", queue.letter, name="letter"),
]
