"""Addresses: the login is Django's own."""

from audits import views
from django.contrib.auth.views import LoginView
from django.urls import path

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("", views.submissions, name="submissions"),
    path("audits/<uuid:uuid>/", views.fill_in, name="fill_in"),
]
